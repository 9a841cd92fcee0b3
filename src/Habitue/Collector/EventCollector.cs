using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Habitue.Lake.Log;
using Habitue.Server;
using Microsoft.AspNetCore.Http;

namespace Habitue.Collector;

/// <summary>
/// One request from its bytes to its acknowledgement: read, check every event, complete the good ones, append them to the log
/// and the others to the queue of rejected events, and answer when both are on the disk.
/// </summary>
internal sealed class EventCollector(IEventLog log, RejectedEvents rejects, AccessKeys keys, CollectorSettings settings, CollectorCounters counters, BotWatch bots, BodyBudget budget, TimeProvider clock)
{
    private readonly ConcurrentBag<CollectedBatch> batches = [];
    private readonly ConcurrentDictionary<string, byte[]> sources = new();
    private readonly EventCheck check = new(settings);
    private readonly EventWriter writer = new(new MadeIds(clock));

    public async Task Handle(HttpContext context, CallForm form)
    {
        CrossOrigin.Allow(context);
        long began = clock.GetTimestamp();
        if (!batches.TryTake(out CollectedBatch? batch))
            batch = new CollectedBatch();
        try
        {
            AccessKey? key = keys.FromHeader(context.Request.Headers.Authorization, KeyKind.Write) ?? keys.Find(context.Request.Query["writeKey"], KeyKind.Write);
            using RequestBody body = await Body(context, form);
            EscapeRepair.Run(body.Bytes);
            await Collect(context, form, key, body, batch, began);
        }
        catch (Exception problem) when (Refusals.Of(problem, context) is { } refusal)
        {
            counters.Refuse(refusal.Reason);
            await refusal.Answer(context);
        }
        finally
        {
            batch.Reset();
            batches.Add(batch);
        }
    }

    private async ValueTask<RequestBody> Body(HttpContext context, CallForm form)
    {
        if (form.IsPixel)
            return RequestBody.Of(PixelData.Read(context.Request.Query["data"]), budget);
        RequestBody body = await RequestBody.Read(context.Request, form.IsBatch ? settings.MostBodyBytes : settings.MostEventBytes, budget, context.RequestAborted);
        if (!form.IsCloudEvents)
            return body;
        using (body)
            return RequestBody.Of(CloudEvents.ToBatch(context.Request.Headers, context.Request.ContentType, body.Bytes), budget);
    }

    private async Task Collect(HttpContext context, CallForm form, AccessKey? key, RequestBody body, CollectedBatch batch, long began)
    {
        if (form.IsBatch)
            EventReader.ReadBatch(body.Bytes, batch);
        else
            EventReader.ReadSingle(body.Bytes, batch);
        key ??= keys.Find(Text(batch.WriteKey, body.Bytes), KeyKind.Write) ?? throw new UnknownKeyException();
        DateTimeOffset receivedAt = clock.GetUtcNow();
        List<LogEntry> good = new(batch.Count), bad = [];
        Sort(context, form, key, body.Bytes, batch, receivedAt, good, bad);
        LogReceipt? receipt = good.Count > 0 ? await log.AppendAsync(good, CancellationToken.None) : null;
        if (bad.Count > 0)
            await rejects.Append(bad, CancellationToken.None);
        counters.Count(receipt?.Appended ?? 0, receipt?.Duplicates ?? 0, batch.Count - good.Count, clock.GetElapsedTime(began));
        if (IsStrict(context.Request))
            await Answers.Strict(context, batch, receipt, [.. Enumerable.Range(0, batch.Count).Select(i => batch[i].MadeId ?? Text(batch[i][Known.MessageId], body.Bytes) ?? "")]);
        else if (!form.IsBatch && batch[0].Problem?.Code == "too-large")
            await Answers.Refuse(context, StatusCodes.Status400BadRequest, "Too large", batch[0].Problem!.Sentence);
        else
            await Answers.Accepted(context, form.IsPixel);
    }

    private void Sort(HttpContext context, CallForm form, AccessKey key, ReadOnlySpan<byte> body, CollectedBatch batch, DateTimeOffset receivedAt, List<LogEntry> good, List<LogEntry> bad)
    {
        Span<byte> received = stackalloc byte[32];
        receivedAt.UtcDateTime.TryFormat(received, out int length, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
        byte[] source = sources.GetOrAdd(key.Name, name => JsonEncodedText.Encode(name).EncodedUtf8Bytes.ToArray());
        bool gpc = context.Request.Headers["Sec-GPC"] == "1", fromPage = form.IsPixel || context.Request.Headers.Origin.Count > 0;
        ReadOnlySpan<byte> agent = [];
        bool botByAgent = false, botByHeader = fromPage && BotWatch.IsBotAgent(context.Request.Headers.UserAgent);
        DateTimeOffset? sentAt = EventCheck.TimeOf(batch.SentAt, body);
        Rejection? tooMany = batch.Count > settings.MostEvents ? Rejection.TooMany(batch.Count, settings.MostEvents) : null;
        for (int i = 0; i < batch.Count; i++)
        {
            CollectedEvent one = batch[i];
            one.Problem ??= tooMany;
            if (check.Run(one, body, form.Type, receivedAt, sentAt, corrects: !form.IsHistory) is not { } type)
            {
                bad.Add(RejectedEvents.Entry(one.Problem!, body[one.Start..one.End], Text(one[Known.MessageId], body), key.Name, receivedAt));
                continue;
            }

            if (one.UserAgent.IsThere && !one.UserAgent.In(body).SequenceEqual(agent))   // mostly one browser sends all of a batch
            {
                agent = one.UserAgent.In(body);
                botByAgent = BotWatch.IsBotAgent(agent);
            }

            one.IsBot = one.UserAgent.IsThere ? botByAgent : botByHeader;
            if (!form.IsHistory && one[Known.AnonymousId].IsFilled)
                one.IsBot |= bots.IsTooFast(one[Known.AnonymousId].In(body), one.Timestamp);
            writer.Run(one, type, body, batch, received[..length], gpc, source);
        }

        // Only now: the output moves while it grows.
        for (int i = 0; i < batch.Count; i++)
            if (batch[i].Problem is null)
                good.Add(new LogEntry(batch[i].Key, batch.Output(batch[i].OutStart, batch[i].OutEnd), batch[i].Id));
    }

    public static bool IsStrict(HttpRequest request) => request.Query["strict"] == "1" || request.Headers["X-Habitue-Strict"] == "1";

    private static string? Text(JsonMember member, ReadOnlySpan<byte> body)
    {
        if (member.Kind != JsonTokenType.String)
            return null;
        try
        {
            var reader = new Utf8JsonReader(member.In(body));
            reader.Read();
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(member.In(body)).Trim('"');   // no valid UTF-8: shown as far as it goes
        }
    }
}
