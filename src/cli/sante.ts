/** Whether the program beside it, server or worker, can serve: exit code 0 or 1, for whoever watches a container. */
const repond = await fetch(`http://127.0.0.1:${process.env['PORT'] ?? '3000'}/pret`).then(
  ({ ok }) => ok,
  () => false,
);
process.exitCode = repond ? 0 : 1;
export {};
