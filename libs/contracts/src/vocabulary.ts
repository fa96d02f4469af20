// Values that several bodies take. The domain has its own list of each: a contract imports nothing but itself.
export const urgencies = ['normal', 'urgent', 'very-urgent', 'flash'] as const;
export const copyKinds = ['SY', 'SL', 'TrS'] as const;
