import { Param } from '@nestjs/common';
import { WireIdPipe } from '../wire/wire-id.pipe.js';

/** The UUID of the segment in the path. */
export const SegmentId = (): ParameterDecorator => Param('uid', new WireIdPipe('seg'));
