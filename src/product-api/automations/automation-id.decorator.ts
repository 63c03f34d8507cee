import { Param } from '@nestjs/common';
import { WireIdPipe } from '../wire/wire-id.pipe.js';

/** The automation of the path, as a UUID. */
export const AutomationId = (): ParameterDecorator => Param('id', new WireIdPipe('aut'));
