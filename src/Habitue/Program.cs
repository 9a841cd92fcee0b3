using Habitue.Host;
using Habitue.Host.Verbs;

return CommandLine.Run(args,
[
    new SqlVerb(),
    new DoctorVerb(),
    new CompletionVerb(),
]);
