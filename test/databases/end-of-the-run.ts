export { end as default } from './server-of-the-run';
