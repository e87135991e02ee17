using System.Collections.Immutable;
using Backprop.Analyzers.Model;
using Backprop.Analyzers.Model.Pairs;
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
        var gate = new Gate(context.Compilation, context.CancellationToken);
        if (!gate.IsOpen) return;
        // Most compilations have no type that passes the gate.
        var compilation = new Lazy<CompilationModel>(() => new CompilationModel(context.Compilation, gate));
        context.RegisterSymbolStartAction(symbol => { if (MayMatter(symbol, gate, compilation)) StartType(symbol, compilation.Value); }, SymbolKind.NamedType);
    }

    private static bool MayMatter(SymbolStartAnalysisContext context, Gate gate, Lazy<CompilationModel> compilation)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        return gate.IsOfNetworks(type) && (gate.Admits(type, context.CancellationToken) || RebuiltNode.MayBeIn(type)
            || WrongDerivatives.HasRelatives(type) && compilation.Value.Counterparts.Of(type) is { } found && compilation.Value.WrongDerivatives.MayBeIn(found));
    }

    private static void StartType(SymbolStartAnalysisContext context, CompilationModel compilation)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        var bodies = new List<MemberBody>();
        context.RegisterOperationBlockAction(block =>
        {
            // The blocks of nested types arrive here too; each is its own type's business.
            if (!SymbolEqualityComparer.Default.Equals(block.OwningSymbol.ContainingType, type)) return;
            if (compilation.Counterparts.AreTheSame && block.OwningSymbol is IMethodSymbol { MethodKind: not MethodKind.Constructor } method && block.OperationBlocks is [var only])
                compilation.Bodies.Remember(method, only);
            lock (bodies) bodies.Add(new MemberBody(block.OwningSymbol, block.OperationBlocks));
        });
        context.RegisterSymbolEndAction(end =>
        {
            if (compilation.Counterparts.Of(type) is { } found) Report(new TypeModel(found, compilation.Counterparts.Of(bodies, found), compilation, end.CancellationToken), end);
        });
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
