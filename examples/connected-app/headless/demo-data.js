// What a server prints when it starts with demo data: people, and apps that are registered in advance.

const password = 'demo-password';

export const ACCOUNTS = {
  /** Owns three projects, one of them on the free plan. */
  owner: { email: 'olivia@olivar.example', password },
  /** Analyst in one project: may look contacts up, but not go through them. */
  analyst: { email: 'ana@olivar.example', password },
  /** Developer: may bring contacts in, but not write to them. */
  developer: { email: 'dario@olivar.example', password },
  /** Marketer in one project, and less in two others. */
  marketer: { email: 'marta@olivar.example', password },
};

/** Verified, public, and at home at any port of 127.0.0.1. */
export const VERIFIED_APP = { clientId: 'app_01jgfjjz00e008000000000001', clientSecret: undefined };

/** As the one above, and approved for sending. */
export const SENDING_APP = { clientId: 'app_01jgfjjz00e008000000000003', clientSecret: undefined };

/** Where the developer and the marketer both are. */
export const SENDING_PROJECT = 'Olivar España';

/** Of the owner's organisation, with a secret; somebody has yet to connect it as a service. */
export const SERVICE_APP = {
  clientId: 'app_01jgfjjz00e008000000000002',
  clientSecret: 'iscs_mgxMuEbv16t2Qz7BctWOwaFkgS8CLnXxfEMDCjtUn2V3bFlfU',
};
