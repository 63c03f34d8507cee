const DEADLOCK = '40P01';
const MOST_ATTEMPTS = 4;

/**
 * Batches lock contacts in one order, and so never wait for each other in a circle. What changes contacts for another
 * reason has an order of its own: PostgreSQL then ends one of the two transactions, of which nothing is left.
 */
export async function retryOnDeadlock<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if ((error as { code?: string }).code !== DEADLOCK || attempt === MOST_ATTEMPTS) throw error;
    }
  }
}
