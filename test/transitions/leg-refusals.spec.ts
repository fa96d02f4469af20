import { legOperations } from '@contracts';
import { legDecider } from '@domain/leg';
import { everyRefusal } from './every-refusal';
import { legSentBy, legVariants } from './leg-examples';

const asking = {
  context: 'leg',
  operations: legOperations,
  decider: legDecider,
  sentBy: {
    ...legSentBy,
    OpenLeg: '',
    DeclareLegOverdue: '',
    FollowClock: '',
    RecomputeLegDeadline: '',
    CloseLeg: '',
  },
};

it.each(everyRefusal({ ...asking, plays: [legVariants] }))(
  '%s is refused with all that its row says and with nothing else',
  (_, found, declared) => expect(found).toEqual(declared),
);
