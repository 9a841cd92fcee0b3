using System.Text.Json;
using Habitue.Lake.Log;
using Microsoft.AspNetCore.Http;

namespace Habitue.Collector;

/// <summary>No write key was presented, or one that is not known.</summary>
internal sealed class UnknownKeyException() : Exception("The request has no valid write key.");

/// <summary>Requests that are refused as a whole: which answer follows from which trouble.</summary>
/// <param name="Reason">A word for the counter.</param>
/// <param name="Answer">Writes the answer.</param>
internal sealed record Refusals(string Reason, Func<HttpContext, Task> Answer)
{
    private const string Busy = "Too much at once";

    /// <summary>The refusal for a trouble that can be foreseen; null for a bug.</summary>
    public static Refusals? Of(Exception problem, HttpContext context) => problem switch
    {
        JsonException json => With("bad-json", StatusCodes.Status400BadRequest, "Not JSON", Sentence(json)),
        InvalidDataException packed => With("bad-encoding", StatusCodes.Status400BadRequest, "Not readable", $"The body cannot be unpacked: {packed.Message.TrimEnd('.')}."),
        FormatException pixel => With("bad-pixel", StatusCodes.Status400BadRequest, "Not readable", pixel.Message),
        BodyTooLargeException large => With("too-large", EventCollector.IsStrict(context.Request) ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest, "Too large", large.Message + " Send it in several requests."),
        UnknownKeyException => With("unknown-key", StatusCodes.Status401Unauthorized, "No valid write key", "Give the write key as the user name of Basic authentication, as writeKey in the body, or as writeKey in the address."),
        LogFullException full => Later("log-full", StatusCodes.Status429TooManyRequests, Busy, "More events wait to be written than the queue takes.", full.RetryAfter),
        BodyBudgetException => Later("too-many-bodies", StatusCodes.Status429TooManyRequests, Busy, problem.Message, TimeSpan.FromSeconds(1)),
        LogUnavailableException unavailable => Later("log-unavailable", StatusCodes.Status503ServiceUnavailable, "Not available now", $"Nothing can be stored now: {unavailable.Message}.", TimeSpan.FromSeconds(5)),
        ObjectDisposedException => Later("stopping", StatusCodes.Status503ServiceUnavailable, "Not available now", "The server is stopping.", TimeSpan.FromSeconds(5)),
        BadHttpRequestException bad => With("bad-request", bad.StatusCode, "Bad request", bad.Message),
        OperationCanceledException or IOException when context.RequestAborted.IsCancellationRequested || problem is IOException => new("aborted", _ => Task.CompletedTask),
        _ => null,
    };

    private static Refusals With(string reason, int status, string title, string detail) => new(reason, context => Answers.Refuse(context, status, title, detail));

    private static Refusals Later(string reason, int status, string title, string detail, TimeSpan after) => new(reason, context => Answers.Later(context, status, title, detail, after));

    private static string Sentence(JsonException json) => json.LineNumber is { } line && json.BytePositionInLine is { } at
        ? $"The body is no JSON: line {line + 1}, byte {at + 1}." : json.Message;
}
