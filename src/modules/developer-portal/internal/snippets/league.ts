import { hasSecret, linesOf, phpString, type SnippetValues } from './snippet-values.js';

/** https://oauth2-client.thephpleague.com, `league/oauth2-client`. */
export const league = (values: SnippetValues): string =>
  linesOf(
    '<?php',
    "require 'vendor/autoload.php';",
    '',
    `$issuer = ${phpString(values.issuer)};`,
    '$provider = new League\\OAuth2\\Client\\Provider\\GenericProvider([',
    `    'clientId' => ${phpString(values.clientId)},`,
    hasSecret(values) && "    'clientSecret' => getenv('CLIENT_SECRET'),",
    values.redirectUri !== null && `    'redirectUri' => ${phpString(values.redirectUri)},`,
    "    'urlAuthorize' => $issuer . '/oauth/authorize',",
    "    'urlAccessToken' => $issuer . '/oauth/token',",
    "    'urlResourceOwnerDetails' => $issuer . '/oauth/userinfo',",
    "    'scopeSeparator' => ' ',",
    "    'pkceMethod' => 'S256',",
    ']);',
    '',
    values.redirectUri === null ? forService(values) : forPeople(values),
    '',
    "$request = $provider->getAuthenticatedRequest('GET', $issuer . '/v1/', $token);",
    'print_r($provider->getParsedResponse($request));',
  );

const forService = ({ scope }: SnippetValues): string =>
  `$token = $provider->getAccessToken('client_credentials', ['scope' => ${phpString(scope)}]);`;

const forPeople = ({ scope }: SnippetValues): string =>
  linesOf(
    `$url = $provider->getAuthorizationUrl(['scope' => ${phpString(scope)}]);`,
    '$state = $provider->getState();',
    "echo 'Open this address: ', $url, PHP_EOL;",
    "parse_str((string) parse_url(readline('The address that you came back to: '), PHP_URL_QUERY), $back);",
    "if (!hash_equals($state, $back['state'] ?? '')) {",
    "    exit('Another state came back.');",
    '}',
    "$token = $provider->getAccessToken('authorization_code', ['code' => $back['code']]);",
  );
