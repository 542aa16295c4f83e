using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Lessons.Course;

namespace TorchBasics.Lessons;

/// <summary>The lessons, in the order of the note.</summary>
public static class CourseCatalog
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ILesson> All { get; } =
    [
        new NetworkLesson(),
        new NeuronLesson(),
        new AndLesson(),
        new RegionsLesson(),
        new OneNeuronXorLesson(),
        new XorLesson(),
        new ThreeStepsLesson(),
        new LossLesson(),
        new StepSizeLesson(),
        new MomentumLesson(),
        new DepthLesson(),
        new ConvolutionLesson(),
        new KernelsLesson(),
        new PoolingLesson(),
    ];

    /// <summary>Finds a lesson.</summary>
    /// <param name="name">Its name, case ignored.</param>
    /// <returns>The lesson.</returns>
    /// <exception cref="TorchBasicsException">There is none; the message suggests the nearest name.</exception>
    public static ILesson Find(string name) =>
        All.FirstOrDefault(lesson => lesson.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new TorchBasicsException(
            ErrorKind.Usage,
            $"There is no lesson '{name}'.{NearestName.Hint(name, All.Select(lesson => lesson.Name))} 'torchbasics learn' "
            + "lists them.");
}
