import { calledAs } from './called-as';

it.each([
  ['%PDF-1.7\n', 'application/pdf', 'don.pdf'],
  ['Tờ khai', 'text/plain', 'don.txt'],
  ['<?xml version="1.0"?><a/>', 'application/xml', 'don.xml'],
  ['\u0000\u0001\u0002', 'application/octet-stream', 'don.bin'],
  ['', 'text/plain', 'don.txt'],
])('%j is called by what it is', async (text, mediaType, name) =>
  expect(await calledAs('don', Buffer.from(text))).toEqual({ name, mediaType }),
);
