import type { ReactNode } from 'react';

function icon(paths: ReactNode) {
  return function Icon() {
    return (
      <svg
        width="16"
        height="16"
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        {paths}
      </svg>
    );
  };
}

export const CopyIcon = icon(
  <>
    <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
    <path d="M10.5 3.5v-.2c0-.5-.4-.8-.8-.8H3.3c-.4 0-.8.4-.8.8v6.4c0 .4.4.8.8.8h.2" />
  </>,
);
export const CheckIcon = icon(<path d="M3 8.5l3.2 3.2L13 4.8" />);
export const CloseIcon = icon(<path d="M4 4l8 8M12 4l-8 8" />);
export const ChevronIcon = icon(<path d="M4.5 6.5L8 10l3.5-3.5" />);
export const BackIcon = icon(<path d="M9.5 4L5.5 8l4 4" />);
export const MenuIcon = icon(<path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11" />);
export const SearchIcon = icon(
  <>
    <circle cx="7" cy="7" r="4.5" />
    <path d="M10.5 10.5l3 3" />
  </>,
);
export const OverviewIcon = icon(<path d="M2 9.5h2.6L6.6 4l3 8.5 2-5.5.8 2.5H14" />);
export const TasksIcon = icon(<path d="M2.5 4h1M6 4h7.5M2.5 8h1M6 8h7.5M2.5 12h1M6 12h7.5" />);
export const SubmitIcon = icon(<path d="M8 10.5v-8M4.8 5.5L8 2.3l3.2 3.2M2.5 10.5v2c0 .6.4 1 1 1h9c.6 0 1-.4 1-1v-2" />);
export const ExplainIcon = icon(
  <>
    <circle cx="8" cy="8" r="6" />
    <path d="M6.3 6.4A1.7 1.7 0 1 1 8.5 8c-.4.1-.5.4-.5.8M8 11.1v.1" />
  </>,
);
export const NodesIcon = icon(
  <>
    <rect x="2" y="2.5" width="12" height="4.5" rx="1" />
    <rect x="2" y="9" width="12" height="4.5" rx="1" />
    <path d="M4.5 4.8h.1M4.5 11.2h.1" />
  </>,
);
export const KeysIcon = icon(
  <>
    <circle cx="5.5" cy="10.5" r="3" />
    <path d="M7.7 8.3l5.8-5.8M11 5l1.8 1.8" />
  </>,
);
export const ExplorerIcon = icon(<path d="M5.5 4.5L2 8l3.5 3.5M10.5 4.5L14 8l-3.5 3.5M9 3l-2 10" />);
export const MoonIcon = icon(<path d="M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5z" />);
export const SunIcon = icon(
  <>
    <circle cx="8" cy="8" r="2.8" />
    <path d="M8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9" />
  </>,
);
