import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { VNode } from 'preact';
import { describeFailure, type Failure } from '../http/describe-failure.js';
import { logFailure, writeFailureHeaders } from '../http/failure-response.js';
import { ButtonLink } from './form.js';
import { PageRedirect } from './page-redirect.js';
import { Actions, Card, Heading, Stack } from './parts.js';
import { page } from './outcome.js';
import { writePage } from './render-page.js';

/** Shows any failure as a page: what happened, what to do, and the request id. It never repeats the input. */
@Catch()
export class PageErrorFilter implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    writePageFailure(request, response, thrown);
  }
}

export function writePageFailure(request: Request, response: Response, thrown: unknown): void {
  if (thrown instanceof PageRedirect) return response.redirect(303, thrown.location);
  const failure = describeFailure(thrown);
  logFailure(request, failure, thrown);
  writeFailureHeaders(response, failure);
  const [title, sentence] = say(failure);
  const body = (
    <ErrorBody
      title={title}
      sentence={sentence}
      status={failure.status}
      requestId={request.id as string}
    />
  );
  writePage(response, page({ title, body, status: failure.status, width: 'narrow' }));
}

const TITLES: Record<number, [title: string, sentence: string]> = {
  400: [
    'This request is not valid',
    'Something in the address or the form is not as it should be.',
  ],
  401: ['Please sign in', 'This page is for people who are signed in.'],
  403: ['This is not allowed', 'You may not do this here.'],
  404: ['There is nothing here', 'The page does not exist, or you may not see it.'],
  405: ['This does not work here', 'The page exists, but not for this kind of request.'],
  409: ['Not possible now', 'This has been decided or changed in the meantime.'],
  413: ['This is too large', 'The form holds more than we accept.'],
  415: ['This request is not valid', 'The form was sent in a way we do not read.'],
  429: ['Please wait a moment', 'There were too many attempts. Try again a little later.'],
  503: ['Please try again shortly', 'The service is not available at the moment.'],
};

function say({ status, error }: Failure): [title: string, sentence: string] {
  const [title, sentence] = TITLES[status] ?? [
    'Something went wrong',
    'The fault is on our side and has been noted. Trying again may help.',
  ];
  return [title, error?.message ?? sentence];
}

interface ErrorBodyProps {
  readonly title: string;
  readonly sentence: string;
  readonly status: number;
  readonly requestId: string;
}

const ErrorBody = ({ title, sentence, status, requestId }: ErrorBodyProps): VNode => (
  <Card>
    <Stack>
      <Heading title={title}>{sentence}</Heading>
      <p class="reference">
        Status {status} · Request <code>{requestId}</code>
      </p>
      <Actions>
        <ButtonLink kind="secondary" href="/">
          To the start page
        </ButtonLink>
      </Actions>
    </Stack>
  </Card>
);
