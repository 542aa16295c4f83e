using TorchBasics.Tests.Browser;

// One after another: a browser has several processes of its own, and each page a worker.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]
[assembly: AssemblyFixture(typeof(Chromium))]
[assembly: AssemblyFixture(typeof(CourseSite))]
