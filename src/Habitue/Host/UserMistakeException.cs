namespace Habitue.Host;

/// <summary>A mistake that the person at the keyboard can repair. The message is one sentence: what is wrong, and what to do. Exit code 2.</summary>
internal sealed class UserMistakeException(string sentence) : Exception(sentence);
