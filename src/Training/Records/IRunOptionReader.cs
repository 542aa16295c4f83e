namespace TorchBasics.Training.Records;

/// <summary>What somebody makes of an option: the command line something to type, a test a random value.</summary>
/// <typeparam name="TResult">What is made.</typeparam>
public interface IRunOptionReader<out TResult>
{
    /// <summary>Reads an option.</summary>
    /// <typeparam name="T">Its values, such as int?.</typeparam>
    /// <param name="option">The option.</param>
    /// <returns>What is made of it.</returns>
    TResult Read<T>(RunOption<T> option);
}
