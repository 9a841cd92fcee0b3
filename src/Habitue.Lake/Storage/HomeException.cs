namespace Habitue.Lake.Storage;

/// <summary>A home that cannot be used. The message is one sentence: which folder, what is wrong, and what to do.</summary>
public sealed class HomeException(string sentence) : Exception(sentence);
