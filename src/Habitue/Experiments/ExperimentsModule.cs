using Habitue.Decisions.Policies;
using Habitue.Experiments.Assignment;
using Habitue.Experiments.Definitions;
using Habitue.Experiments.Pages;
using Habitue.Experiments.Serving;
using Habitue.Profiles;
using Habitue.Server;
using Habitue.Server.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Habitue.Experiments;

/// <summary>Gives customers their variants over HTTP, writes down who was shown what, and watches the tests that run.</summary>
/// <param name="mostPerSecond">How often a second one client may ask for variants.</param>
/// <param name="mostExposures">How many exposures may wait for the warehouse.</param>
internal sealed class ExperimentsModule(int mostPerSecond = 2_000, int mostExposures = ExposureBook.UsualMost) : LiveModule
{
    public override void Services(IServiceCollection services, ServerSettings settings)
    {
        services.AddSingleton(provider => new LiveDefinitions(settings.Folder, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AssignmentStore>();
        services.AddSingleton<ExperimentStops>();
        services.AddSingleton(provider => new Assigner(provider.GetRequiredService<AssignmentStore>(), provider.GetRequiredService<ExperimentStops>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ProfileBook>() is { } profiles ? profiles.FirstIdOf : null));
        services.AddSingleton<ExperimentsForDecisions>();
        services.AddSingleton(provider => new Assignments(provider.GetRequiredService<ExperimentsForDecisions>().Variation));
        services.AddSingleton(provider => new ExposureBook(provider.GetRequiredService<LiveWarehouse>(), mostExposures));
        services.AddSingleton<ExperimentWatch>();
        services.AddSingleton(provider => new ExperimentFolder(settings.Folder, provider.GetRequiredService<LiveDefinitions>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Judgements>();
        services.AddHostedService(provider => provider.GetRequiredService<ExperimentWatch>());
        services.AddHostedService<ExposureReader>();
        services.AddSingleton(provider => new Dependency("experiments", _ => ValueTask.FromResult(provider.GetRequiredService<LiveDefinitions>().Check())));
    }

    public override void Endpoints(WebApplication app)
    {
        OfrepEndpoints.Map(app, new RateLimit(mostPerSecond, app.Services.GetRequiredService<TimeProvider>()));
        // The pages need those who sign in.
        if (app.Services.GetService<SignedIn>() is not null) ExperimentsPages.Map(app);
    }
}
