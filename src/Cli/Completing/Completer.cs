using System.CommandLine;
using System.CommandLine.Completions;
using TorchBasics.Core.Catalog;
using TorchBasics.Training.Data;

namespace TorchBasics.Cli.Completing;

/// <summary>
/// Finds what can stand where the cursor is. The scripts of the shells start the program with [complete], the words before the
/// cursor without the program's name, and the word at the cursor behind an equals sign, since some shells drop empty words.
/// </summary>
internal static class Completer
{
    private const string Marker = "[complete]";
    private const string Help = "help";

    /// <summary>The words that a script hands over, the last one at the cursor; null where no script asks.</summary>
    /// <param name="arguments">What the program was started with.</param>
    public static IReadOnlyList<string>? Asked(string[] arguments) =>
        arguments is [Marker, .. var words, ['=', .. var current]] ? [.. words, current] : null;

    /// <summary>What can stand at the cursor.</summary>
    /// <param name="root">Everything that can be typed.</param>
    /// <param name="words">The words from behind the program's name to the cursor.</param>
    public static Suggestions Of(RootCommand root, IReadOnlyList<string> words)
    {
        var line = new Line(root);
        foreach (var word in words.SkipLast(1))
            line.Take(word);
        var current = words[^1];
        if (line.Pending is { } option)
            return Values(option, current);
        if (!line.IsFree && current.StartsWith("--", StringComparison.Ordinal) && current.IndexOf('=') is > 0 and var sign)
        {
            var (name, value) = (current[..sign], current[(sign + 1)..]);
            return line.Find(name) is { } named ? Values(named, value, before: $"{name}=") : Nothing;
        }

        if (!line.IsFree && current.StartsWith('-'))
            return Filter(line.Options, current);
        var values = line.Argument is { HelpName: var helpName } argument
            ? Filter(Known(helpName, argument.GetCompletions), current, helpName)
            : Nothing;
        var all = new Suggestions([.. Filter(line.Commands, current).Candidates, .. values.Candidates], values.Paths);
        var isNothing = all.Candidates.Count == 0 && all.Paths == PathWish.None;
        return isNothing && current.Length == 0 && !line.IsFree ? Filter(line.Options, current) : all;
    }

    private static Suggestions Nothing { get; } = new([], PathWish.None);

    private static Suggestions Values(Option option, string current, string before = "")
    {
        var values = Filter(Known(option.HelpName, option.GetCompletions), current, option.HelpName);
        return values with { Candidates = [.. values.Candidates.Select(value => value with { Word = before + value.Word })] };
    }

    private static IEnumerable<Candidate> Known(
        string? helpName, Func<CompletionContext, IEnumerable<CompletionItem>> completions) =>
        [
            .. completions(CompletionContext.Empty).Select(item => new Candidate(item.Label)),
            .. Words(helpName).SelectMany(word => word switch
            {
                "MODEL" => ModelCatalog.All.Select(entry => new Candidate(entry.Name, entry.Title)),
                "DATA" => DataCatalog.Names.Select(name => new Candidate(name)),
                _ when word.All(letter => char.IsAsciiLetterLower(letter) || letter == '-') => [new(word)],
                _ => [],
            }),
        ];

    private static Suggestions Filter(IEnumerable<Candidate> candidates, string current, string? helpName = null) => new(
        [.. candidates.Where(candidate => candidate.Word.StartsWith(current, StringComparison.Ordinal))
            .GroupBy(candidate => candidate.Word).Select(group => group.MaxBy(candidate => candidate.Meaning.Length)!)],
        Words(helpName).Select(PathsOf).DefaultIfEmpty().Max());

    private static PathWish PathsOf(string word) => word switch
    {
        "DIR" or "FOLDER" => PathWish.Folders,
        "FILE" or "MODEL" or "DATA" or "A" or "B" => PathWish.Files,
        _ => PathWish.None,
    };

    private static string[] Words(string? helpName) => helpName?.Split('|') ?? [];

    /// <summary>The line as far as it was typed.</summary>
    private sealed class Line(RootCommand root)
    {
        private readonly HashSet<Option> _used = [];
        private Command _command = root;
        private int _arguments;
        private bool _asksForHelp;

        /// <summary>The option whose value comes next.</summary>
        public Option? Pending { get; private set; }

        /// <summary>Whether no more options can come, behind "--".</summary>
        public bool IsFree { get; private set; }

        public IEnumerable<Candidate> Commands => _arguments > 0 || IsFree
            ? []
            : _command.Subcommands.Where(command => !command.Hidden)
                .Select(command => new Candidate(command.Name, command.Description ?? ""))
                .Concat(_command == root && !_asksForHelp ? [new(Help, "Show all about a command")] : []);

        public IEnumerable<Candidate> Options => _asksForHelp ? [] : Reachable
            .Where(option => !option.Hidden && (option.Arity.MaximumNumberOfValues > 1 || !_used.Contains(option)))
            .Select(option => new Candidate(option.Name, option.Description ?? ""));

        public Argument? Argument
        {
            get
            {
                var places = _arguments;
                return _asksForHelp ? null : _command.Arguments.FirstOrDefault(
                    argument => (places -= argument.Arity.MaximumNumberOfValues) < 0);
            }
        }

        private IEnumerable<Option> Reachable => Path(_command).SelectMany(
            command => command.Options.Where(option => command == _command || option.Recursive));

        public Option? Find(string name) =>
            Reachable.FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));

        public void Take(string word)
        {
            if (Pending is not null)
                Pending = word == "=" ? Pending : null; // bash makes a word of the sign in --option=value
            else if (IsFree)
                _arguments++;
            else if (word == "--")
                IsFree = true;
            else if (word.StartsWith('-') && word.Length > 1)
                TakeOption(word);
            else if (_command == root && word == Help)
                _asksForHelp = true;
            else if (_arguments == 0 && _command.Subcommands.FirstOrDefault(
                command => command.Name == word || command.Aliases.Contains(word)) is { } inner)
                _command = inner;
            else
                _arguments++;
        }

        private void TakeOption(string word)
        {
            var sign = word.IndexOf('=');
            if (Find(sign < 0 ? word : word[..sign]) is not { } option)
                return;
            _used.Add(option);
            Pending = sign < 0 && option.Arity.MinimumNumberOfValues > 0 ? option : null;
        }

        private static IEnumerable<Command> Path(Command command) =>
            command.Parents.OfType<Command>().SelectMany(Path).Append(command);
    }
}
