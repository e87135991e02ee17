using Backprop.Analyzers.Model;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Rules;

/// <summary>One rule: a question to the model of one type, and the reports that answer it.</summary>
internal interface IRule
{
    DiagnosticDescriptor Descriptor { get; }

    void Analyze(TypeModel type, Action<Diagnostic> report);
}
