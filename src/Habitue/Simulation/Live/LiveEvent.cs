namespace Habitue.Simulation.Live;

/// <summary>An event that waits for its moment.</summary>
/// <param name="Line">Its JSON, without what is known only when it is sent.</param>
/// <param name="TimeAt">Where the time of the event stands in the line.</param>
/// <param name="MessageId">Its name.</param>
/// <param name="Order">What the order is worth in cents; 0 when it is none.</param>
internal sealed record LiveEvent(byte[] Line, int TimeAt, string MessageId, long Order);
