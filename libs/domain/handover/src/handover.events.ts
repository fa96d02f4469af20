/** A list of what went from the desk of one officer to that of another, and the name of both under it. */
export type HandoverEvent =
  | {
      /** Given by a leader of the agency, in place of the officer whose work it was. */
      readonly type: 'DeskHandedOver';
      readonly data: {
        readonly handoverId: string;
        readonly agency: string;
        /** The leader who gave it. */
        readonly officer: string;
        /** Whose desk it was. */
        readonly from: string;
        readonly to: string;
        readonly documents: readonly string[];
        /** Assigned to that officer, or offered by that officer and not settled. */
        readonly dossiers: readonly string[];
        /** Leave cover given by or to that officer, which ends; absent in lists of before it was told. */
        readonly deskLendings?: readonly string[];
        readonly reason: string;
        readonly at: string;
      };
    }
  | {
      /** Whoever it went to says that all of the list is there. */
      readonly type: 'DeskTakenOver';
      readonly data: {
        readonly handoverId: string;
        readonly agency: string;
        readonly officer: string;
        readonly at: string;
      };
    };
