import { bearer } from '../../targets/ours.mjs';

/** Of a call of the Product API of one project, by the app of the part. */
export const stateOf = ({ target, actor }, below) => ({
  host: target.host,
  path: `/v1/project/${actor.projectId}${below}`,
  headers: bearer(actor.accessToken),
});

/**
 * The same by calls and in bare SQL on one database, for `Rounds.compare`. `http` and `sql` give the state of each
 * connection by its number.
 */
export async function loadSides({ driver }, name, { target }, { work, lanes, http, sql, before }) {
  const states = (make) => Array.from({ length: lanes }, (_, lane) => make(lane));
  const side = async (kind, place, made) => {
    const key = `${target.name}/${name}/${kind}`;
    await driver.load(key, kind, place, made);
    return { target, key, before };
  };
  return {
    [`${name}, calls`]: await side(work, target.port, states(http)),
    [`${name}, SQL`]: await side(`sql-${work}`, target.cluster.url(target.database), states(sql)),
  };
}
