using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Habitue.Experiments.Analysis;
using Habitue.Experiments.Assignment;
using Habitue.Experiments.Definitions;
using Habitue.Experiments.Serving;
using Habitue.Host;
using Habitue.Server.Web;
using Habitue.Server.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Habitue.Experiments.Pages;

/// <summary>What the pages of experiments change, and the part of them that changes by itself.</summary>
internal static partial class ExperimentsPages
{
    /// <summary>Addresses of pages that are no experiments.</summary>
    private static readonly string[] Taken = ["new", "power", "list", "save", "status", "lift"];

    public static void Map(WebApplication app)
    {
        app.MapPost("/experiments/save", (HttpContext call, SignedIn signedIn, PageView view) => Acts.Do(call, signedIn, Rights.MayExperiment, act => Task.FromResult(Save(act, view)))).ExcludeFromDescription();
        app.MapGet("/experiments/list", IResult (string? seen, HttpContext call, PageView view, SignedIn signedIn, LiveDefinitions definitions, Judgements judged, ExperimentStops stops, TimeProvider clock) =>
        {
            SecurityHeaders.Set(call.Response);
            if (signedIn.Of(call) is not { } who) return SignInEndpoints.Ask(call);
            var set = definitions.Current;
            if (seen == Print(set, AllOf(set, judged, stops, clock, call.RequestAborted))) return Results.NoContent();
            (view.Http, view.Who) = (call, who);
            return new PartResult<ExperimentsList>();
        }).ExcludeFromDescription();
        app.MapAct("/experiments/status", Rights.MayExperiment, act => Task.FromResult(Status(act)));
        app.MapAct("/experiments/lift", Rights.MayExperiment, act => act.Get<ExperimentStops>().Lift(act.Of("key"))
            ? Task.FromResult(new ActDone(ExperimentWords.Address(act.Of("key")), $"Experiment {act.Of("key")} runs again as it was set up."))
            : throw new UserMistakeException($"{act.Of("key")} was not stopped."));
        app.MapGet("/experiments/{key}/results", IResult (string key, string? seen, HttpContext call, PageView view, SignedIn signedIn, LiveDefinitions definitions, Judgements judged, ExperimentStops stops, TimeProvider clock) =>
        {
            SecurityHeaders.Set(call.Response);
            if (signedIn.Of(call) is not { } who) return SignInEndpoints.Ask(call);
            if (!definitions.Current.Experiments.TryGetValue(key, out var experiment)) return Results.NotFound();
            var report = judged.Of(definitions.Current, experiment, call.RequestAborted).Report;
            if (seen == Print(definitions.Current, report, ExperimentWatch.State(experiment, stops, clock.GetUtcNow().UtcDateTime))) return Results.NoContent();
            (view.Http, view.Who) = (call, who);
            return new PartResult<ResultsPart>();
        }).ExcludeFromDescription();
    }

    /// <summary>The metrics that an experiment of this file may name: its own and those that need no definition.</summary>
    public static IReadOnlyList<Metric> MetricsOf(string text)
    {
        var own = new Dictionary<string, Metric>();
        if (text.Length > 0)
        {
            try
            {
                if (FilePart.Parse(text, ExperimentFile.Name).Fields(ExperimentFile.Words).TryGetValue("metrics", out var listed)) own = listed.Entries().ToDictionary(entry => entry.Name, entry => MetricReader.Read(entry.Name, entry.Part));
            }
            catch (ExperimentFileException)
            {
                own = [];   // what is wrong is told when something is saved, and by the list
            }
        }
        return [.. MetricReader.Known(own)];
    }

    /// <summary>Every test with what it says and where it stands.</summary>
    public static IReadOnlyList<(ExperimentReport Report, string State)> AllOf(ExperimentSet set, Judgements judged, ExperimentStops stops, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return [.. judged.All(set, cancel).Select(one => (one.Report, ExperimentWatch.State(one.Report.Experiment, stops, now)))];
    }

    /// <summary>Stands for what is shown of all tests: as long as it stays, nothing needs to be sent again.</summary>
    public static string Print(ExperimentSet set, IReadOnlyList<(ExperimentReport Report, string State)> all) => Hashed(string.Join('|', all.Select(one => Print(set, one.Report, one.State))));

    /// <summary>Stands for what is shown of a test.</summary>
    public static string Print(ExperimentSet set, ExperimentReport report, string state)
    {
        var text = new StringBuilder(set.Version).Append(state).Append(report.Sentence).AppendJoin(',', report.Arms);
        foreach (var one in report.Comparisons) text.Append(CultureInfo.InvariantCulture, $"|{one.Arm.Value:R} {one.Control.Value:R} {one.Daily.PValue:R} {one.DoesHarm}");
        return Hashed(text.ToString());
    }

    private static string Hashed(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];

    private static ActDone Status(Act act)
    {
        var (key, status) = (act.Of("key"), act.Of("status"));
        if (status is not ("running" or "stopped")) throw new UserMistakeException("A test is started or stopped, nothing else.");
        try
        {
            act.Get<ExperimentFolder>().Change(key, act.Of("version"), act.Who.Name, text => ExperimentText.With(text, key, [("status", status)]));
        }
        catch (ChangedMeanwhileException changed)
        {
            throw new UserMistakeException($"{changed.Message} Nothing was changed; look at it as it is now.");
        }
        return new ActDone(ExperimentWords.Address(key), $"Experiment {key} {(status == "running" ? "was started" : "was stopped")}.");
    }

    private static IResult Save(Act act, PageView view)
    {
        var (folder, existing) = (act.Get<ExperimentFolder>(), act.Of("existing"));
        var key = existing.Length > 0 ? existing : act.Of("key");
        var version = existing.Length > 0 ? act.Of("version") : "none";
        try
        {
            var form = ExperimentForm.Read(act.Of, name => act.Form[name].OfType<string>());
            if (existing.Length == 0 && Taken.Contains(key, StringComparer.OrdinalIgnoreCase)) throw new UserMistakeException($"An experiment cannot be called {key}; pages are called so.");
            var fields = form.Fields();
            folder.Change(key, version, act.Who.Name, text =>
            {
                if (act.Of("own_name") is { Length: > 0 } own) text = ExperimentText.WithMetric(text, own, OwnMetric(act));
                // What was not changed stays as it is written, comments and all.
                if (existing.Length == 0) return ExperimentText.With(text, key, [("status", "draft"), .. fields]);
                var there = ExperimentFile.Parse(text, ExperimentFile.Name).Experiments.GetValueOrDefault(key) ?? throw new UserMistakeException($"There is no experiment {key} any more.");
                return ExperimentText.With(text, key, [.. fields.Except(ExperimentForm.Of(there).Fields())]);
            });
        }
        catch (ChangedMeanwhileException changed)
        {
            var now = folder.Text;
            var words = existing.Length == 0 ? $"There is an experiment {key} already; choose another key."
                : $"{(changed.Last is { } last ? $"{last.Who} changed this experiment since you opened it, at {last.At.UtcDateTime:HH:mm:ss} UTC" : "This experiment was changed in the file since you opened it")}. Nothing of yours was saved yet.";
            return Again(act, view, existing, new FormFailure(words, existing.Length == 0 ? "none" : ExperimentText.VersionOf(now, key), existing.Length == 0 ? null : ExperimentText.Block(now, key)));
        }
        catch (UserMistakeException mistake)
        {
            return Again(act, view, existing, new FormFailure(Place().Replace(mistake.Message, "").Replace($"experiments.{key}.", "", StringComparison.Ordinal), version, null));
        }
        var done = $"Experiment {key} was {(existing.Length > 0 ? "changed" : "set up as a draft; start it when it is ready")}.";
        act.Get<Deeds>().Add(act.Who, done);
        return Acts.SeeOther(act.Call, act.Get<Notices>().Address(act.Kept(ExperimentWords.Address(key)), act.Who, done, went: true));
    }

    private static string OwnMetric(Act act)
    {
        var (name, happens, days) = (act.Of("own_name"), act.Of("own_event"), act.Of("own_days"));
        if (name.Any(letter => !(char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'))) throw new UserMistakeException("The name of a metric has letters, digits, dots, dashes and underscores.");
        if (happens.Length == 0) throw new UserMistakeException($"Say which event {name} counts.");
        if (days.Length > 0 && !double.TryParse(days, NumberStyles.Float, CultureInfo.InvariantCulture, out _)) throw new UserMistakeException($"“{days}” is no number of days.");
        return $"{{ kind: event, event: {System.Text.Json.JsonSerializer.Serialize(happens)}{(days.Length > 0 ? $", to_days: {days}" : "")}{(act.Of("own_better") == "less" ? ", better: less" : "")} }}";
    }

    /// <summary>Shows the form again with what was filled in. A script's request gets it as an answer, so that it stands in place of the form.</summary>
    private static PageResult Again(Act act, PageView view, string existing, FormFailure failure)
    {
        act.Call.Items[FormFailure.Item] = failure;
        var page = existing.Length > 0 ? typeof(ChangeExperimentPage) : typeof(NewExperimentPage);
        (view.Http, view.Who, view.Nav) = (act.Call, act.Who, NavPages.All.First(one => one.Component == page).Nav);
        var byScript = act.Call.Request.Headers.ContainsKey("HX-Request");
        if (byScript) act.Call.Response.Headers["HX-Push-Url"] = "false";
        else act.Call.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return new PageResult(page);
    }

    [GeneratedRegex(@"^experiments\.yaml, line \d+: ")]
    private static partial Regex Place();
}
