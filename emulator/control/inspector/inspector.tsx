import { render } from 'preact';
import { connect } from './live/connection.js';
import { Page } from './page/page.js';

connect();
render(<Page />, document.body);
