/** An HTTP server that reads every request and says nothing; prints its address. */
const { createServer } = require('node:http');

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.end());
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
