using Habitue.Host;
using Habitue.Host.Verbs;

return CommandLine.Run(args,
[
    new RunVerb(),
    new ServeVerb(),
    new DemoVerb(),
    new SimulateVerb(),
    new IngestVerb(),
    new QualityVerb(),
    new FeaturesVerb(),
    new TrainVerb(),
    new ScoreVerb(),
    new ModelsVerb(),
    new AuditVerb(),
    new SegmentsVerb(),
    new CustomerVerb(),
    new DecideVerb(),
    new TodayVerb(),
    new ExperimentsVerb(),
    new ValueVerb(),
    new StudyVerb(),
    new SqlVerb(),
    new LineageVerb(),
    new DoctorVerb(),
    new CompletionVerb(),
]);
