namespace TorchBasics.Training.Records;

/// <summary>An option of "train": a value of a <see cref="RunRequest"/>, with all that is to be known of it.</summary>
public abstract class RunOption
{
    private protected RunOption(string name, string help, bool isOfRecipe) =>
        (Name, Help, IsOfRecipe) = (name, isOfRecipe ? $"{help} (default: the model's recipe)" : help, isOfRecipe);

    /// <summary>What is typed, such as "--epochs".</summary>
    public string Name { get; }

    /// <summary>What it is for, a line of the help.</summary>
    public string Help { get; }

    /// <summary>Whether the recipe of the model says what holds where nobody says anything.</summary>
    public bool IsOfRecipe { get; }

    /// <summary>Whether it may be said again when a run continues: it changes no result but how fast it comes.</summary>
    public bool IsMeans { get; internal init; }

    /// <summary>Whether the perceptron's own rule can use it.</summary>
    public bool IsOfPerceptron { get; internal init; }

    /// <summary>What a request says.</summary>
    /// <param name="request">The request.</param>
    /// <returns>What would have to be typed behind the name; null where it says nothing.</returns>
    public abstract string? TextIn(RunRequest request);

    /// <summary>A request that says in this one thing what another says.</summary>
    /// <param name="request">The request.</param>
    /// <param name="other">The other.</param>
    /// <returns>The new request.</returns>
    public abstract RunRequest Copy(RunRequest request, RunRequest other);

    /// <summary>Has the option read.</summary>
    /// <typeparam name="TResult">What is made of it.</typeparam>
    /// <param name="reader">Who reads.</param>
    /// <returns>What the reader makes of it.</returns>
    public abstract TResult Accept<TResult>(IRunOptionReader<TResult> reader);
}

/// <summary>An option with its values.</summary>
/// <typeparam name="T">A value or null, such as int? and string?.</typeparam>
public sealed class RunOption<T> : RunOption
{
    private readonly Func<RunRequest, T> _get;

    internal RunOption(
        string name, string help, bool isOfRecipe,
        ValueKind<T> kind, Func<RunRequest, T> get, Func<RunRequest, T, RunRequest> set)
        : base(name, help, isOfRecipe) => (Kind, _get, Set) = (kind, get, set);

    /// <summary>How its values are typed.</summary>
    public ValueKind<T> Kind { get; }

    /// <summary>The value that help shows as the default; null where it says in words what holds.</summary>
    public T? Default { get; internal init; }

    /// <summary>Gives a request that says a value; null takes back what was said, where a request can say nothing.</summary>
    public Func<RunRequest, T, RunRequest> Set { get; }

    /// <inheritdoc/>
    public override string? TextIn(RunRequest request) => _get(request) is { } value ? Kind.Text(value) : null;

    /// <inheritdoc/>
    public override RunRequest Copy(RunRequest request, RunRequest other) => Set(request, _get(other));

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IRunOptionReader<TResult> reader) => reader.Read(this);
}
