/** An id as a shell passed it. The server checks its shape; here it only must stay one segment of a path. */
export const idArgument = <Id extends string>(text: string): Id => encodeURIComponent(text) as Id;
