using Habitue.Host;
using Habitue.Host.Verbs;

return CommandLine.Run(args,
[
    new DoctorVerb(),
    new CompletionVerb(),
]);
