namespace Habitue.Lake.Storage;

/// <summary>A statement that is not run: it is wrong, or it does more than it may. The message is for the person who wrote it.</summary>
public sealed class QueryException(string message) : Exception(message);
