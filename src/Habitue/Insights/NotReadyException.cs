namespace Habitue.Insights;

/// <summary>
/// The data do not suffice for a slice. The message completes the sentence "not ready: …" and says what is needed and what is
/// there. The other slices go on.
/// </summary>
internal sealed class NotReadyException(string message) : Exception(message);
