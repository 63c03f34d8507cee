import type { VNode } from 'preact';
import { Name } from '../../platform/pages/names.js';
import { Row, Rows } from '../../platform/pages/parts.js';
import type { VersionEvent } from './app-version.js';
import { CONTENT_FIELDS } from './reviewed-fields.js';
import { versionTexts as texts } from './version-texts.js';
import { Moment } from '../../platform/pages/moment.js';

/** Who decided is shown to staff only; developers read what was written. */
export const VersionHistory = ({
  events,
  showsStaff = false,
}: {
  readonly events: readonly VersionEvent[];
  readonly showsStaff?: boolean;
}): VNode =>
  events.length === 0 ? (
    <p class="soft">{texts.noHistory}</p>
  ) : (
    <Rows>
      {events.map((event) => (
        <Row
          title={texts.actions[event.action]}
          text={<Written event={event} />}
          aside={
            <>
              {showsStaff && <Name>{event.actor ?? texts.operator}</Name>} <Moment at={event.at} />
            </>
          }
        />
      ))}
    </Rows>
  );

const Written = ({ event: { reason, comments } }: { readonly event: VersionEvent }): VNode => (
  <>
    {reason !== null && (
      <p>
        <Name>{reason}</Name>
      </p>
    )}
    {CONTENT_FIELDS.filter(({ name }) => comments[name] !== undefined).map(({ name, label }) => (
      <p>
        <strong>{label}</strong>: <Name>{comments[name] ?? ''}</Name>
      </p>
    ))}
  </>
);
