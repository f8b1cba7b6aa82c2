import { Button } from "./button.tsx";

type TryAgainProps = {
  /** What could not be loaded. */
  query: { readonly isFetching: boolean; refetch(): unknown };
  size?: "sm";
};

/** Asks once more for what could not be loaded. */
export function TryAgain({ query, size }: TryAgainProps) {
  return (
    <Button {...(size && { size })} pending={query.isFetching} onClick={() => void query.refetch()}>
      Try again
    </Button>
  );
}
