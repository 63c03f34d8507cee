// What a server prints when it starts with demo data: two people and one app that is registered in advance.

const password = 'demo-password';

export const ACCOUNTS = {
  /** Owns three projects, one of them on the free plan. */
  owner: { email: 'olivia@olivar.example', password },
  /** Analyst in one project: may look contacts up, but not go through them. */
  analyst: { email: 'ana@olivar.example', password },
};

/** Verified, public, and at home at any port of 127.0.0.1. */
export const VERIFIED_APP = { clientId: 'app_01jgfjjz00e008000000000001', clientSecret: undefined };
