import type { ComponentChildren, VNode } from 'preact';

export interface Column<Item> {
  readonly label: string;
  readonly cell: (item: Item) => ComponentChildren;
  /** Omits the label on phones, where each row is a card: for the name and for buttons. */
  readonly bare?: boolean;
}

interface TableProps<Item> {
  /** Says what the table lists, for screen readers. */
  readonly caption: string;
  readonly columns: readonly Column<Item>[];
  readonly items: readonly Item[];
}

/** A table that becomes a list of cards on phones. The roles survive the `display: block` it needs for that. */
export const Table = <Item,>({ caption, columns, items }: TableProps<Item>): VNode => (
  <div class="sheet">
    <table class="table" role="table">
      <caption class="out-of-sight">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ label }) => (
            <th scope="col" role="columnheader">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {items.map((item) => (
          <tr role="row">
            {columns.map(({ label, bare, cell }) => (
              <td role="cell" data-label={bare ? undefined : label}>
                <div>{cell(item)}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
