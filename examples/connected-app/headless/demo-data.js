// What a server prints when it starts with demo data. Only these accounts and this app are known by heart.

export const ACCOUNTS = {
  owner: { email: 'olivia@demo.example', password: 'demo' },
  analyst: { email: 'anna@demo.example', password: 'demo' },
};

export const VERIFIED_APP = {
  clientId: 'app_',
  clientSecret: '',
};
