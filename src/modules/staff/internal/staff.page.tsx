import { page, type Outcome } from '../../../platform/pages/outcome.js';
import { StaffFrame } from './staff-frame.js';
import { staffTexts as texts } from './staff-texts.js';

export const staffPage = (): Outcome =>
  page({ title: texts.title, body: <StaffFrame tab="start">{texts.start}</StaffFrame> });
