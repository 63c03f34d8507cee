import { Param } from '@nestjs/common';
import { WireIdPipe } from '../wire/wire-id.pipe.js';

/** The UUID of the campaign that the path names. */
export const CampaignId = (): ParameterDecorator => Param('id', new WireIdPipe('cmp'));
