// @node-oauth/oauth2-server behind Express. PORT and DATABASE_URL are given.
import OAuth2Server from '@node-oauth/oauth2-server';
import express from 'express';
import { PostgresModel } from './node-oauth-model.mjs';

const { PORT, DATABASE_URL } = process.env;
const { Request, Response } = OAuth2Server;
const server = new OAuth2Server({ model: new PostgresModel(DATABASE_URL) });
const app = express();

app.get('/ready', (_request, response) => response.json({}));

app.post('/token', express.urlencoded({ extended: false }), async (request, response) => {
  const answer = new Response(response);
  try {
    await server.token(new Request(request), answer);
  } catch (error) {
    answer.status = error.code ?? 500;
    answer.body = { error: error.name };
  }
  response.set(answer.headers).status(answer.status).json(answer.body);
});

app.get('/project/:project/segment/:segment', async (request, response) => {
  try {
    // Express leaves the body of a GET undefined, and the library looks into it.
    const asked = new Request({ ...shown(request), body: {} });
    await server.authenticate(asked, new Response(response), { scope: ['segments:read'] });
    response.json({ data: { uid: request.params.segment, name: 'Regulars' } });
  } catch (error) {
    response.status(error.code ?? 500).json({ error: error.name });
  }
});

const shown = ({ headers, method, query }) => ({ headers, method, query });

app.listen(Number(PORT), '127.0.0.1');
