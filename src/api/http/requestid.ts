/** On every answer, and as `requestId` in its log line (ucdn-api.md, "Envelope"). */
export const requestIdHeader = 'X-UCLOUD-REQUEST-UUID';
