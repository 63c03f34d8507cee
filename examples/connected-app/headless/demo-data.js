// What a server prints when it starts with demo data: two people and two apps that are registered in advance.

const password = 'demo-password';

export const ACCOUNTS = {
  /** Owns three projects, one of them on the free plan. */
  owner: { email: 'olivia@olivar.example', password },
  /** Analyst in one project: may look contacts up, but not go through them. */
  analyst: { email: 'ana@olivar.example', password },
};

/** Verified, public, and at home at any port of 127.0.0.1. */
export const VERIFIED_APP = { clientId: 'app_01jgfjjz00e008000000000001', clientSecret: undefined };

/** Of the owner's organisation, with a secret; somebody has yet to connect it as a service. */
export const SERVICE_APP = {
  clientId: 'app_01jgfjjz00e008000000000002',
  clientSecret: 'iscs_mgxMuEbv16t2Qz7BctWOwaFkgS8CLnXxfEMDCjtUn2V3bFlfU',
};
