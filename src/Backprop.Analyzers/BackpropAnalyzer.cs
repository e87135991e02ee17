using System.Collections.Immutable;
using Backprop.Analyzers.Model;
using Backprop.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Backprop.Analyzers;

/// <summary>
/// The way from code to diagnostic: the gate looks at a type's tokens, the driver hands over the bodies of a type that
/// passes, the model puts together what is known of it, and each rule asks the model its question. This class is the only
/// one that talks to the driver; it proves nothing itself. Reports are made at the end of the type's own symbol, so that
/// fixes work on them.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BackpropAnalyzer : DiagnosticAnalyzer
{
    private static readonly ImmutableArray<IRule> Rules = AllRules.InOrder;

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        Rules.Select(rule => rule.Descriptor).ToImmutableArray();

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(StartCompilation);
    }

    private static void StartCompilation(CompilationStartAnalysisContext context)
    {
        var compilation = new CompilationModel(context.Compilation, context.CancellationToken);
        if (!compilation.Gate.IsOpen) return;
        context.RegisterSymbolStartAction(symbol => StartType(symbol, compilation), SymbolKind.NamedType);
    }

    private static void StartType(SymbolStartAnalysisContext context, CompilationModel compilation)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!compilation.Gate.IsOfNetworks(type)) return;
        if (!compilation.Gate.Admits(type, context.CancellationToken) && !compilation.WrongDerivatives.MayBeIn(type) && !RebuiltNode.MayBeIn(type)) return;
        var bodies = new List<MemberBody>();
        context.RegisterOperationBlockAction(block =>
        {
            // The blocks of nested types arrive here too; each is its own type's business.
            if (!SymbolEqualityComparer.Default.Equals(block.OwningSymbol.ContainingType, type)) return;
            if (block.OwningSymbol is IMethodSymbol { MethodKind: not MethodKind.Constructor } method && block.OperationBlocks is [var only])
                compilation.Bodies.Remember(method, only);
            lock (bodies) bodies.Add(new MemberBody(block.OwningSymbol, block.OperationBlocks));
        });
        context.RegisterSymbolEndAction(end => Report(new TypeModel(type, bodies, compilation, end.CancellationToken), end));
    }

    private static void Report(TypeModel type, SymbolAnalysisContext context)
    {
        if (!type.MayMatter) return;
        Action<Diagnostic> report = context.ReportDiagnostic;
        foreach (var rule in Rules)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            rule.Analyze(type, report);
        }
    }
}
