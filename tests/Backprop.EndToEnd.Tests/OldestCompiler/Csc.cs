using System;
using System.IO;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

// What csc.dll of an SDK does beside its server: the compiler's own command line, its own loader of analyzers.
internal sealed class Csc : CSharpCompiler
{
    private Csc(BuildPaths paths, string[] arguments)
        : base(CSharpCommandLineParser.Default, null, arguments, paths, null, new DefaultAnalyzerAssemblyLoader())
    {
    }

    public static int Main(string[] arguments)
    {
        // No newer runtime may stand in: its own copies of System.Collections.Immutable and the like would hide that a newer one is needed.
        if (Environment.Version.Major != 8)
            throw new InvalidOperationException("Runs on .NET " + Environment.Version + " in place of .NET 8.");
        return new Csc(new BuildPaths(AppContext.BaseDirectory, Environment.CurrentDirectory, null, Path.GetTempPath()), arguments).Run(Console.Out);
    }
}
