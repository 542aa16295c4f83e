using TorchBasics.Cli;
using TorchBasics.Cli.Rendering;

return LastResort.Guard(() => CommandLine.Run(args, Screen.Open()));
