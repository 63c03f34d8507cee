// Writes openapi/product-api.json, and a collection for Postman of it, from the built server. Nest's preview mode wires the modules without making
// anything of them, so there is no database behind this.
import { writeFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../dist/src/app.module.js';
import { loadEnvironment } from '../dist/src/platform/config/load-environment.js';
import { SecretKey } from '../dist/src/platform/config/secret-key.js';
import { postmanCollection } from '../dist/src/product-api/docs/postman-collection.js';
import { describeProductApi } from '../dist/src/product-api/open-api.js';

const FILE = 'openapi/product-api.json';
const COLLECTION = 'openapi/connected-apps.postman_collection.json';

const environment = loadEnvironment({});
const options = { environment, secretKey: new SecretKey('unused'), databaseUrl: 'postgres:///' };
const app = await NestFactory.create(AppModule.with(options), {
  preview: true,
  abortOnError: false,
  logger: ['error'],
});
const document = describeProductApi(app, environment.ISSUER_URL);
writeFileSync(FILE, `${JSON.stringify(document, null, 2)}\n`);
writeFileSync(COLLECTION, `${JSON.stringify(postmanCollection(document), null, 2)}\n`);
console.log(`${FILE}: ${Object.keys(document.paths).length} paths`);
