using System.Text.Json;
using Habitue.Lake.Log;
using Microsoft.AspNetCore.Http;

namespace Habitue.Collector;

/// <summary>How requests are answered: as the SDKs expect, or event by event.</summary>
internal static class Answers
{
    private static readonly byte[] Success = "{\"success\":true}"u8.ToArray();

    /// <summary>A transparent picture of one pixel (GIF).</summary>
    private static readonly byte[] OnePixel = Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    public static Task Accepted(HttpContext context, bool isPixel)
    {
        byte[] body = isPixel ? OnePixel : Success;
        context.Response.ContentType = isPixel ? "image/gif" : "application/json";
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, 0, body.Length);
    }

    /// <summary>The list that <c>strict=1</c> asks for.</summary>
    public static async Task Strict(HttpContext context, CollectedBatch batch, LogReceipt? receipt, string[] ids)
    {
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        int rejected = batch.Count - (receipt?.Count ?? 0);
        json.WriteStartObject();
        json.WriteNumber("sent", batch.Count);
        json.WriteNumber("accepted", receipt?.Appended ?? 0);
        json.WriteNumber("duplicate", receipt?.Duplicates ?? 0);
        json.WriteNumber("rejected", rejected);
        json.WriteStartArray("results");
        for (int i = 0, entry = 0; i < batch.Count; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("index", i);
            json.WriteString("messageId", ids[i]);
            if (batch[i].Problem is { } why)
            {
                json.WriteString("status", "rejected");
                json.WriteString("code", why.Code);
                json.WriteString("field", why.Field);
                json.WriteString("message", why.Sentence);
            }
            else
            {
                json.WriteString("status", receipt!.IsDuplicate(entry++) ? "duplicate" : "accepted");
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static Task Refuse(HttpContext context, int status, string title, string detail) =>
        Results.Problem(detail, statusCode: status, title: title).ExecuteAsync(context);

    public static Task Later(HttpContext context, int status, string title, string detail, TimeSpan after)
    {
        string seconds = Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)).ToString();
        context.Response.Headers.RetryAfter = seconds;
        context.Response.Headers["X-RateLimit-Reset"] = seconds;
        return Refuse(context, status, title, detail);
    }
}
