using TorchBasics.Cli;
using TorchBasics.Cli.Rendering;

return CommandLine.Run(args, Screen.Open());
