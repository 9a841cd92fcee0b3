using Habitue.Host;
using Habitue.Insights;
using Habitue.Live.Warehousing;
using Habitue.Server;
using Habitue.Server.Web;
using Habitue.Server.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Habitue.Runs;

/// <summary>Runs inside the server: started, stopped and watched from the page.</summary>
internal sealed class RunsModule : LiveModule
{
    private const int MostAddresses = 100;

    public override void Services(IServiceCollection services, ServerSettings settings)
    {
        services.TryAddSingleton<WarehouseTurn>();
        services.AddSingleton<RunBook>();
        services.AddSingleton<RunService>();
        services.AddHostedService(provider => provider.GetRequiredService<RunService>());
        services.AddSingleton<RunStream>();
    }

    public override void Endpoints(WebApplication app)
    {
        app.MapAct("/runs/start", Rights.MayWorkOnData, act =>
        {
            var addresses = Addresses(act);
            act.Get<RunService>().Run(new RunAsked("run", act.Who.Name, addresses, act.Of("shop") is { Length: > 0 } shop ? shop : null) { Slices = Chosen(act) });
            return Task.FromResult(new ActDone("/runs", $"A run has begun{(addresses.Count > 0 ? $" on {string.Join(", ", addresses.Select(RunAddress.Kept))}" : " on what the collector has brought")}."));
        });
        app.MapAct("/runs/score", Rights.MayWorkOnData, act =>
        {
            act.Get<RunService>().Score(act.Of("slice"), act.Who.Name);
            return Task.FromResult(new ActDone("/runs", $"The models of {act.Of("slice")} that answer now are being applied to all customers."));
        });
        app.MapAct("/runs/stop", Rights.MayWorkOnData, act =>
        {
            act.Get<RunService>().Stop();
            return Task.FromResult(new ActDone("/runs", "The run was asked to stop."));
        });
        app.MapPart<CurrentRun>("/runs/current");
        app.MapGet("/runs/stream", (HttpContext call, SignedIn signedIn, RunStream stream) => signedIn.Of(call) is null ? Results.Unauthorized() : stream.Answer(call)).ExcludeFromDescription();
    }

    /// <summary>The slices that were ticked; null when it is all of them or nobody was asked.</summary>
    private static string[]? Chosen(Act act)
    {
        string[] chosen = [.. act.Form["slices"].OfType<string>()];
        if (chosen.FirstOrDefault(name => !Slices.Names.Contains(name)) is { } strange) throw new UserMistakeException($"There is no slice '{strange}'; there are {string.Join(", ", Slices.Names)}.");
        return chosen.Length == 0 || chosen.Length == Slices.Names.Count ? null : chosen;
    }

    /// <summary>What was loaded before may be loaded again by everybody who may start runs; a new address reads files of this machine, so only an admin names one.</summary>
    private static List<string> Addresses(Act act)
    {
        var known = KnownAddresses(act.Get<RunBook>());
        var again = act.Form["again"].OfType<string>().ToArray();
        if (again.FirstOrDefault(address => !known.Contains(address)) is { } strange) throw new UserMistakeException($"{strange}: this was not loaded before.");
        string[] fresh = [.. act.Of("addresses").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        if (fresh.Length > 0 && !act.Who.Role.MayManageAccounts()) throw new UserMistakeException("Only an admin may name something new to load, because it is read on the server's machine.");
        if (fresh.Length > MostAddresses) throw new UserMistakeException($"At most {MostAddresses} addresses in one run; a folder or a pattern such as exports/*.csv holds many files.");
        return [.. again.Concat(fresh).Distinct()];
    }

    /// <summary>What runs have loaded and can load again, the latest first.</summary>
    internal static IReadOnlyList<string> KnownAddresses(RunBook book) => [.. book.Latest(50).SelectMany(run => run.Addresses).Where(RunAddress.CanBeUsed).Distinct().Take(20)];
}
