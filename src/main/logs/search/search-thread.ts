import { makeMatcher, spansIn, type Matcher } from './matcher';
import { runScanJob } from './scan-job';
import type { SearchAnswer, SearchRequest } from './search-messages';

/**
 * Answers one search thread's questions. It is a thread of its own because a regular expression can take forever on one line: then the thread is
 * ended.
 */
export function createSearchAnswers(): (request: SearchRequest) => SearchAnswer {
  let key = '';
  let matcher: Matcher | null = null;
  return (request) => {
    const asText = JSON.stringify(request.search);
    if (matcher === null || key !== asText) {
      matcher = makeMatcher(request.search);
      key = asText;
    }
    const ready = matcher;
    if (request.kind === 'spans') {
      return { kind: 'spans', id: request.id, spans: request.texts.map((text) => spansIn(ready, text)) };
    }
    runScanJob(ready, request.job);
    return { kind: 'scanned', id: request.id };
  };
}
