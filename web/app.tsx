// The page's entry: its style sheet and its composition root.
import './styles/index.css';
import './start.tsx';
